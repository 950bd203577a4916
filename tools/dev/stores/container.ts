import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import type { ContainerSpec } from './stores.docker';
import { complain, reasonOf, say } from '../home/terminal';

/** testcontainers publishes to the whole network; a broker that lets everybody in is for this machine alone. */
class LocalContainer extends GenericContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    const bindings = (this.hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>;
    for (const binding of Object.values(bindings).flat()) binding.HostIp = '127.0.0.1';
  }
}

/**
 * `container '<spec as JSON>'`: one container by testcontainers in the foreground; ends with it, and it with SIGTERM. The data is in
 * a volume, because whoever kills the container in a test wants to find it again.
 */
async function main([text = '{}']: string[]): Promise<number> {
  const spec = JSON.parse(text) as ContainerSpec;
  const { container: docker } = await getContainerRuntimeClient();
  const container = await new LocalContainer(spec.image)
    .withName(spec.name)
    .withHostname('demerit')
    .withCommand(spec.command)
    .withExposedPorts(
      ...spec.ports.map(([outside, inside]) => ({ container: inside, host: outside })),
    )
    .withBindMounts([{ source: spec.name, target: spec.data }])
    .withLogConsumer((stream) => stream.pipe(process.stdout))
    // Whether it serves, the supervisor asks, as a service does.
    .withWaitStrategy(Wait.forAll([]))
    .start();
  say(`${spec.name} runs ${spec.image}`);
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => void container.stop({ timeout: 10_000 }).then(() => process.exit(0)));
  const { StatusCode } = (await docker.getById(container.getId()).wait()) as { StatusCode: number };
  return StatusCode === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(reasonOf(error));
    process.exit(1);
  },
);
