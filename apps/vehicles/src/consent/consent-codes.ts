import { createHash } from 'node:crypto';
import { type Requests, wording } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { Jobs, LookupKeys, workThrough } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { BindingDocument } from '../bindings/bindings.types';
import { BindingsStore } from '../bindings/bindings.store';
import { isMobile } from '../register/entries.rules';
import { VehiclesStore } from '../register/vehicles.store';

const SMS_TIMEOUT_MS = 2_000;
const SEND_EVERY_MS = 2_000;

/** The 6-digit codes that owners receive. A code follows from its binding and generation by a keyed hash, so none is stored. */
@Injectable()
export class ConsentCodes {
  private readonly logger = new Logger(ConsentCodes.name);

  constructor(
    private readonly lookup: LookupKeys,
    private readonly bindings: BindingsStore,
    private readonly vehicles: VehiclesStore,
    private readonly client: MessagingClient<Requests>,
    jobs: Jobs,
  ) {
    jobs.every('consent codes to send', SEND_EVERY_MS, () => this.sendUnsent());
  }

  codeOf(bindingId: string, generation: number): string {
    const secret = this.lookup.keyOf('consentCode', `${bindingId}:${generation}`);
    const number = createHash('sha256').update(secret).digest().readUIntBE(0, 6) % 1_000_000;
    return String(number).padStart(6, '0');
  }

  /** Right after the commit; what fails here is sent by the job. */
  async sendSoon(bindingId: string): Promise<void> {
    const binding = await this.bindings.find(bindingId);
    if (binding) await this.trySend(binding);
  }

  private async sendUnsent(): Promise<void> {
    await workThrough(this.bindings.unsent(), (binding) => this.trySend(binding));
  }

  private async trySend(binding: BindingDocument): Promise<void> {
    const { _id, consentCode, plateNumber } = binding;
    if (!consentCode || consentCode.sentAt) return;
    try {
      const vehicle = await this.vehicles.find(binding.vehicleId);
      // What the former owner was asked is nothing for a new one.
      if (vehicle?.ownerKey !== binding.ownerKey) return;
      const phone = this.vehicles.ownerPhone(vehicle);
      // An organisation may have a landline by now.
      if (!isMobile(phone)) return;
      const code = this.codeOf(_id, consentCode.generation);
      const riskNotice = wording('binding.risk_notice');
      const texts = wording('sms.consent', { plateNumber, code, riskNotice });
      await this.client.ask(
        'sms.send',
        {
          phone,
          personKey: binding.ownerKey,
          texts,
          code,
          smsId: `${_id}_${consentCode.generation}`,
        },
        { timeoutMs: SMS_TIMEOUT_MS },
      );
      await this.bindings.markSent(_id, consentCode.generation, new Date());
    } catch (error) {
      this.logger.warn({
        msg: 'consent code not sent yet, will be tried again',
        bindingId: _id,
        reason: String(error),
      });
    }
  }
}
