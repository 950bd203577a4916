import { ListNotifications, NotificationOf, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { NotificationsService } from './notifications.service';

@Controller()
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @MessagePattern<RequestType>('notification.list')
  list(@Payload() query: ListNotifications) {
    return this.notifications.list(query);
  }

  @MessagePattern<RequestType>('notification.read')
  read(@Payload() command: NotificationOf) {
    return this.notifications.read(command);
  }
}
