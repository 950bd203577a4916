import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { NOTIFICATIONS, NotificationsStore } from './notifications.store';

@Module({
  imports: [MongooseModule.forFeature([NOTIFICATIONS])],
  providers: [NotificationsStore],
  exports: [NotificationsStore],
})
export class NotificationsModule {}
