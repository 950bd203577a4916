import { Controller, type INestMicroservice, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { eventually, Sandbox, SILENT } from '../../test/stack';
import { AmqpStrategy, MessagingClient, MessagingModule } from '../index';

jest.setTimeout(60_000);

interface Requests {
  'hall.order': { request: { cups: number }; reply: { cups: number } };
  'hall.count': { request: { cups: number }; reply: { cups: number } };
  'kitchen.brew': { request: { cups: number }; reply: { cups: number } };
}

/** Asks the kitchen, which asks it: as violations asks the ledger for slots, which asks violations what became of those that are taken. */
@Controller()
class Hall {
  constructor(private readonly client: MessagingClient<Requests>) {}

  @MessagePattern('hall.order')
  order(@Payload() order: { cups: number }) {
    return this.client.ask('kitchen.brew', order);
  }

  @MessagePattern('hall.count')
  count(@Payload() { cups }: { cups: number }) {
    return { cups };
  }
}

@Controller()
class Kitchen {
  constructor(private readonly client: MessagingClient<Requests>) {}

  @MessagePattern('kitchen.brew')
  brew(@Payload() order: { cups: number }) {
    return this.client.ask('hall.count', order);
  }
}

let sandbox: Sandbox;
let client: MessagingClient<Requests>;
const services: INestMicroservice[] = [];

const optionsOf = (service: string) => ({
  service,
  amqpUrl: sandbox.amqpUrl,
  namespace: sandbox.name,
  ownerOf: (type: string) => type.split('.')[0] ?? '',
});

async function start(service: string, controller: Type): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [MessagingModule.forRoot({ ...optionsOf(service), database: false })],
    controllers: [controller],
  })
    .setLogger(SILENT)
    .compile();
  const app = module.createNestMicroservice({ strategy: module.get(AmqpStrategy) });
  await app.listen();
  services.push(app);
  await eventually(`${service} to consume`, () => app.get(AmqpStrategy).isConsuming);
}

beforeAll(async () => {
  sandbox = await Sandbox.open('circle');
  client = new MessagingClient<Requests>({ ...optionsOf('guest'), database: false });
  await client.connect();
  await start('hall', Hall);
  await start('kitchen', Kitchen);
});

afterAll(async () => {
  for (const app of services) await app.close();
  await client.close();
  await sandbox.close(sandbox.topology('hall'), sandbox.topology('kitchen'));
});

test.each([64, 200])(
  'given %i at once whose handling asks somebody who asks back, then each is answered',
  async (many) => {
    const results = await Promise.allSettled(
      Array.from({ length: many }, (_, cups) => client.ask('hall.order', { cups })),
    );
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed).toEqual([]);
  },
);
