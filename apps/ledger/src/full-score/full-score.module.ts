import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module';
import { FullScoresService } from './full-scores.service';

/** Full score: the detention and the order of an education, and what ends them. */
@Module({ imports: [AccountModule], providers: [FullScoresService] })
export class FullScoreModule {}
