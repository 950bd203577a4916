/** What every process of Demerit needs: configuration, clock, logging, health, database, personal data, jobs. See ARCHITECTURE.md. */
export {
  PersonalDataConfig,
  SERVICE_NAMES,
  ServiceConfig,
  StoresConfig,
  type ServiceName,
} from './config/config';
export { type PlatformOptions } from './config/configuration';
export { Database } from './database/database';
export { DomainClock } from './clock/domain-clock';
export { FieldCipher } from './personal-data/field-cipher';
export { followRequests, refusedWith, REQUEST_ID_HEADER } from './http/http';
export { newId } from './ids/ids';
export { ImportRows, type ImportRow } from './http/import-rows';
export { INTERNAL_TOKEN_HEADER, InternalGuard } from './http/internal.guard';
export { Jobs } from './jobs/jobs';
export { constantTimeEqual, keyedHash, LookupKeys } from './personal-data/lookup-keys';
export { mask } from './personal-data/mask';
export { Metrics } from './metrics/metrics';
export { PlatformModule } from './platform.module';
export { HealthController, Readiness, type ReadinessCheck } from './health/readiness';
export { OWN_AUDIT, OwnDataModule, type OwnDataPart } from './personal-data/own-data';
export { countStale, encryptedFields, reencrypt } from './personal-data/reencryption';
export { runService, type RunOptions } from './run-service';
export { ConfigurationError } from './config/environment';
export {
  keyOf,
  keyRing,
  oneOf,
  secretText,
  textLike,
  trueOrFalse,
  urlOf,
  wholeNumber,
  type Kind,
  type NamedKey,
} from './config/kinds';
export { readSettings, Setting } from './config/settings';
export { fieldErrors, validationPipe, type FieldError } from './http/validation';
export { AuditStore, type AuditRow, type StaffAct } from './audit/audit.store';
export { pageOf, pageRequest, type PageRequest } from './http/pages';
export { InternalErrors } from './http/internal-errors.filter';
