/** What every process of Demerit needs: configuration, clock, logging, health, database, personal data, jobs. See ARCHITECTURE.md. */
export { addressOf } from './config/addresses';
export { SERVICE_NAMES, ServiceConfig, StoresConfig, type ServiceName } from './config/config';
export { AccountMarks, type MarkDocument } from './closing/account-marks.store';
export { AccountMarksModule } from './closing/account-marks.module';
export { Database } from './database/database';
export { onOwnDatabase, sayOf, type OneTask } from './database/own-database';
export { witness } from './database/witness';
export { DomainClock } from './clock/domain-clock';
export { FieldCipher } from './personal-data/field-cipher';
export {
  followRequests,
  recordCaller,
  recordRefusal,
  refusalOf,
  REQUEST_ID_HEADER,
} from './http/http';
export { newId } from './ids/ids';
export { ImportRows, rejectedRow, type ImportRow } from './http/import-rows';
export { INTERNAL_TOKEN_HEADER, InternalGuard } from './http/internal.guard';
export { DailyJobs, type DailyJob, type GoesOn } from './jobs/daily';
export { Jobs } from './jobs/jobs';
export { allOrEach, workThrough } from './jobs/work-list';
export { constantTimeEqual, keyedHash, LookupKeys } from './personal-data/lookup-keys';
export { mask } from './personal-data/mask';
export { Metrics } from './metrics/metrics';
export { OverviewModule } from './overview/overview.module';
export { PlatformModule } from './platform.module';
export { periodBefore, Retention, type Portion, type Retained } from './retention/retention';
export { Readiness } from './health/readiness';
export { OWN_AUDIT, OwnDataModule, type OwnDataPart } from './personal-data/own-data';
export { countStale, encryptedFields, reencrypt } from './personal-data/reencryption';
export { runService } from './run-service';
export { DEVELOPMENT_SECRETS } from './config/development-secrets';
export { ConfigurationError } from './config/environment';
export {
  keyOf,
  networkList,
  oneOf,
  secretText,
  textLike,
  urlOf,
  wholeNumber,
} from './config/kinds';
export { readSettings, Setting } from './config/settings';
export { MOST_NAMED, shown } from './http/excess';
export { fieldErrors, validationPipe, type FieldError } from './http/validation';
export { AuditStore, type StaffAct } from './audit/audit.store';
export { pageOf, pageRequest, type PageRequest } from './http/pages';
export { InternalErrors } from './http/internal-errors.filter';
