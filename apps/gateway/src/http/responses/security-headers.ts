import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

const NOTHING = ["'none'"];
const OWN = ["'self'"];
const PAGES = {
  defaultSrc: NOTHING,
  styleSrc: [...OWN, "'unsafe-inline'"],
  imgSrc: [...OWN, 'data:'],
  baseUri: NOTHING,
  formAction: NOTHING,
  frameAncestors: NOTHING,
};
/** Swagger UI runs its own script and asks this server alone. */
const DOCUMENT_PAGES = { ...PAGES, scriptSrc: OWN, connectSrc: OWN, fontSrc: OWN };

/** Tells browsers what they may do with an answer: of every one, be it a refusal or a page. */
export function protectPages(fastify: FastifyInstance): void {
  const [pages, documentPages] = [PAGES, DOCUMENT_PAGES].map(headersWith);
  fastify.addHook('onRequest', (request, reply, done) => {
    const isOfDocument = /^\/docs($|\/)/.test(request.routeOptions.url ?? '');
    void reply.headers((isOfDocument ? documentPages : pages) ?? {});
    done();
  });
}

/** What helmet sets, taken from it once: its own middleware works it out anew for each request. */
function headersWith(directives: Record<string, string[]>): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const setHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    // Whether this address is only ever reached over TLS is decided by whoever puts TLS before it.
    strictTransportSecurity: false,
  });
  setHeaders(request, response, (error) => {
    if (error instanceof Error) throw error;
  });
  const headers = Object.entries(response.getHeaders());
  return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
}
