import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AccountsModule } from '../accounts/accounts.module';
import { SmsModule } from '../sms/sms.module';
import { ADDRESS_TAKES, AddressLimits } from './address-limits';
import { CodesService } from './codes.service';
import { CODES, CodesStore } from './codes.store';
import { FAMILIAR_ADDRESSES, FamiliarAddressesStore } from './familiar-addresses.store';

/** One-time codes, sent to a phone. */
@Module({
  imports: [
    MongooseModule.forFeature([ADDRESS_TAKES, CODES, FAMILIAR_ADDRESSES]),
    AccountsModule,
    SmsModule,
  ],
  providers: [AddressLimits, CodesService, CodesStore, FamiliarAddressesStore],
  exports: [AddressLimits, CodesService, CodesStore, FamiliarAddressesStore],
})
export class CodesModule {}
