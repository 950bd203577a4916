import { SetRoles, type RequestType } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AccountsService } from './accounts.service';

@Controller()
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @MessagePattern<RequestType>('roles.set')
  setRoles(@Payload() command: SetRoles) {
    return this.accounts.setRoles(command);
  }
}
