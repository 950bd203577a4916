/** What every process of Demerit needs: configuration, clock, logging, health, database, personal data, jobs. See ARCHITECTURE.md. */
export {
  PersonalDataConfig,
  SERVICE_NAMES,
  ServiceConfig,
  StoresConfig,
  type ServiceName,
} from './config';
export { type PlatformOptions } from './configuration';
export { Database } from './database';
export { DomainClock } from './domain-clock';
export { FieldCipher } from './field-cipher';
export { followRequests, refusedWith, REQUEST_ID_HEADER } from './http';
export { newId } from './ids';
export { ImportRows, type ImportRow } from './import-rows';
export { INTERNAL_TOKEN_HEADER, InternalGuard } from './internal.guard';
export { Jobs } from './jobs';
export { constantTimeEqual, keyedHash, LookupKeys } from './lookup-keys';
export { mask } from './mask';
export { Metrics } from './metrics';
export { PlatformModule } from './platform.module';
export { HealthController, Readiness, type ReadinessCheck } from './readiness';
export { OWN_AUDIT, OwnDataModule, type OwnDataPart } from './own-data';
export { countStale, encryptedFields, reencrypt } from './reencryption';
export { runService, type RunOptions } from './run-service';
export {
  ConfigurationError,
  keyOf,
  keyRing,
  oneOf,
  readSettings,
  secretText,
  Setting,
  textLike,
  trueOrFalse,
  urlOf,
  wholeNumber,
  type Kind,
  type NamedKey,
} from './settings';
export { fieldErrors, validationPipe, type FieldError } from './validation';
export { AuditStore, type AuditRow, type StaffAct } from './audit.store';
export { pageOf, pageRequest, type PageRequest } from './pages';
export { InternalErrors } from './internal-errors.filter';
