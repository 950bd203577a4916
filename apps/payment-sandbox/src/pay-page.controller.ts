import { textIn, textsIn } from '@demerit/contracts';
import { InternalErrors } from '@demerit/platform';
import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { PaymentsService } from './payments.service';

/** Who tries the product out reads it in English; the provider of an authority brings its own page. */
const say = textsIn('en');

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
<title>${say('sandbox_pay.title')}</title>
<body style="font-family: sans-serif; max-width: 30rem; margin: 3rem auto">
<h1>${say('sandbox_pay.title')}</h1>
<p>${textIn('en', 'sandbox_pay.amount', { yuan })}</p>
<p role="status">${say(`sandbox_pay.${status}`)}</p>
${status === 'pending' ? buttons(_id) : ''}
</body></html>`;
  }
}

function buttons(paymentId: string): string {
  return `<button data-outcome="succeed">${say('sandbox_pay.pay')}</button> <button data-outcome="fail">${say('sandbox_pay.decline')}</button>
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
