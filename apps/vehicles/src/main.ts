import { runService } from '@demerit/platform';
import { VehiclesModule } from './vehicles.module';

void runService('vehicles', VehiclesModule);
