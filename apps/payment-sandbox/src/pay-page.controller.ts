import { textIn, textsIn } from '@demerit/contracts';
import { InternalErrors } from '@demerit/platform';
import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { PaymentsService } from './payments.service';
import type { SandboxPaymentDocument } from './payments.types';

/** Who tries the product out reads it in English; the provider of an authority brings its own page. */
const say = textsIn('en');

const STYLE = 'body { font-family: sans-serif; max-width: 30rem; margin: 3rem auto }';
const SCRIPT = `
for (const button of document.querySelectorAll('button')) {
  button.addEventListener('click', async () => {
    await fetch('/payments/' + document.body.dataset.payment + '/outcome', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: button.dataset.outcome }),
    });
    location.reload();
  });
}`;
/** Of every answer here. */
const GUARDED = {
  'content-security-policy': `default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** Before there is a page: an address that nothing answers is a browser's too. */
export function guardAnswers(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_request, reply, done) => {
      void reply.headers(GUARDED);
      done();
    });
}

/** Answers an address that Fastify cannot read, for which no hook runs. */
export function answerUnreadable(
  _error: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply
    .headers({ ...GUARDED, ...HTML })
    .status(404)
    .send(unknownPage());
}

/** The page behind `payUrl`, where a person plays the payer. */
@Controller('pay')
@UseFilters(InternalErrors)
export class PayPageController {
  constructor(private readonly payments: PaymentsService) {}

  @Get(':paymentId')
  async page(
    @Param('paymentId') paymentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const payment = await this.payments.look(paymentId);
    void reply.headers(HTML).status(payment ? 200 : 404);
    return payment ? pageOf(payment) : unknownPage();
  }
}

function pageOf({ _id, amountFen, status }: SandboxPaymentDocument): string {
  const yuan = (amountFen / 100).toFixed(2);
  const said = `<p>${textIn('en', 'sandbox_pay.amount', { yuan })}</p>
<p role="status">${say(`sandbox_pay.${status}`)}</p>`;
  return page(status === 'pending' ? `${said}\n${buttons()}` : said, _id);
}

function unknownPage(): string {
  return page(`<p role="status">${say('sandbox_pay.unknown')}</p>`);
}

function page(body: string, paymentId = ''): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${say('sandbox_pay.title')}</title><style>${STYLE}</style>
<body data-payment="${paymentId}">
<h1>${say('sandbox_pay.title')}</h1>
${body}
</body></html>`;
}

function buttons(): string {
  return `<button data-outcome="succeed">${say('sandbox_pay.pay')}</button> <button data-outcome="fail">${say('sandbox_pay.decline')}</button>
<script>${SCRIPT}</script>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
