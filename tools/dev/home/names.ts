/** The Node programs of the stack, in the order in which they are reported. */
export const SERVICE_NAMES = [
  'payment-sandbox',
  'identity',
  'vehicles',
  'violations',
  'payments',
  'ledger',
  'gateway',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

type StoreName = 'broker' | 'database' | 'door';

export type ProcessName = ServiceName | StoreName;

/** One port each on 127.0.0.1; the four after `broker` belong to it as well. */
export const PORT_NAMES = [
  'broker',
  'brokerManagement',
  'brokerPrometheus',
  'brokerDistribution',
  'brokerMapper',
  'database',
  'door',
  ...SERVICE_NAMES,
] as const;
export type PortName = (typeof PORT_NAMES)[number];
export type Ports = Record<PortName, number>;
