import { PlatformModule } from '@demerit/platform';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { oneShot } from './one-shot';
import { SIGNING_KEYS, SigningKeysStore } from '../sessions/signing-keys.store';

@Module({
  imports: [
    PlatformModule.forService('identity', { messaging: false }),
    MongooseModule.forFeature([SIGNING_KEYS]),
  ],
  providers: [SigningKeysStore],
})
class RotateSigningKeyModule {}

/** Access tokens are signed with a new key from some seconds on; those of the key before count until they end. Answers the new key's id. */
async function rotate(app: INestApplicationContext): Promise<string> {
  const keys = app.get(SigningKeysStore);
  const [before] = await keys.newestFirst();
  await keys.addAfter(before?._id ?? 0);
  const [after] = await keys.newestFirst();
  if (!after) throw new Error('no key was made');
  return after.kid;
}

void oneShot('rotate-signing-key', RotateSigningKeyModule, rotate);
