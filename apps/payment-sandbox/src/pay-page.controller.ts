import { InternalErrors } from '@demerit/platform';
import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { PaymentsService } from './payments.service';

const STATUS_TEXT = {
  pending: 'Waiting for you.',
  succeeded: 'Paid. You may close this page.',
  failed: 'Declined. Nothing was paid.',
};

/** The page behind `payUrl`, where a person plays the payer. */
@Controller('pay')
@UseFilters(InternalErrors)
export class PayPageController {
  constructor(private readonly payments: PaymentsService) {}

  @Get(':paymentId')
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Param('paymentId') paymentId: string): Promise<string> {
    const { _id, amountFen, status } = await this.payments.find(paymentId);
    const yuan = (amountFen / 100).toFixed(2);
    return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sandbox payment</title>
<body style="font-family: sans-serif; max-width: 30rem; margin: 3rem auto">
<h1>Sandbox payment</h1>
<p>${yuan} yuan. No real money moves here.</p>
<p role="status">${STATUS_TEXT[status]}</p>
${status === 'pending' ? buttons(_id) : ''}
</body></html>`;
  }
}

function buttons(paymentId: string): string {
  return `<button data-outcome="succeed">Pay</button> <button data-outcome="fail">Decline</button>
<script>
for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', async () => {
    await fetch('/payments/${paymentId}/outcome', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: button.dataset.outcome }),
    });
    location.reload();
  });
}
</script>`;
}
