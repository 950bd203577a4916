import { Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { SandboxController } from './sandbox.controller';

@Module({
  imports: [HttpModule],
  controllers: [SandboxController],
})
export class SandboxModule {}
