import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountModule } from '../account/account.module';
import { OffendersModule } from '../offenders/offenders.module';
import { RegisterModule } from '../register/register.module';
import { CertificatesService } from './certificates.service';
import { CERTIFICATES, CertificatesStore } from './certificates.store';
import { EducationController } from './education.controller';
import { EducationService } from './education.service';
import { STUDIES, StudiesStore } from './studies.store';

/** What is learnt: the education after full score, and study before it. */
@Module({
  imports: [
    MongooseModule.forFeature([CERTIFICATES, STUDIES]),
    AccountModule,
    OffendersModule,
    RegisterModule,
  ],
  controllers: [EducationController],
  providers: [CertificatesStore, CertificatesService, StudiesStore, EducationService],
})
export class EducationModule {}
