import { StoresConfig } from '@demerit/platform';

/** What the commands read from the environment beside the services' addresses: the stores. No secrets. */
export class CliConfig extends StoresConfig {}
