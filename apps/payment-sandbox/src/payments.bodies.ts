import { IsDay, IsFen, IsId, IsInstant, IsOptional } from '@demerit/contracts';
import { Equals } from 'class-validator';

/** What payments sends to open a payment. */
export class OpenPaymentBody {
  @IsId() paymentId: string;
  @IsFen() amountFen: number;
  @Equals('CNY') currency: 'CNY';
  @IsInstant() expiresAt: string;
}

export class RefundBody {
  @IsId() refundId: string;
  @IsFen() amountFen: number;
}

/** Which day's payments are listed, and after which id. */
export class ListQuery {
  @IsDay() settledOn: string;
  @IsOptional() @IsId() after?: string;
}
