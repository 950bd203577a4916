import { LicenceClaimed, VehicleRegistered, VehiclesImported } from '@demerit/contracts';
import { Inbox, MessageContext } from '@demerit/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RegisterService } from './register.service';

/** What the registers say of licences and vehicles. */
@Controller()
export class RegisterController {
  constructor(
    private readonly inbox: Inbox,
    private readonly register: RegisterService,
  ) {}

  @EventPattern<string>('licence.claimed')
  async claimed(@Payload() event: LicenceClaimed, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, (session) => this.register.licence(event, session));
  }

  @EventPattern<string>('licence.changed')
  async changed(@Payload() event: LicenceClaimed, @Ctx() context: MessageContext): Promise<void> {
    await this.inbox.processTogether(context, (session) => this.register.licence(event, session));
  }

  @EventPattern<string>('vehicle.changed')
  async vehicleChanged(
    @Payload() event: VehicleRegistered,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    await this.inbox.processTogether(context, (session) =>
      this.register.vehicles([event], session),
    );
  }

  @EventPattern<string>('vehicles.imported')
  async vehiclesImported(
    @Payload() { vehicles }: VehiclesImported,
    @Ctx() context: MessageContext,
  ): Promise<void> {
    // Many by itself.
    await this.inbox.process(context, (session) => this.register.vehicles(vehicles, session));
  }
}
