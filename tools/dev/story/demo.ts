import { withStack } from '../commands/borrowed-stack';
import { castOf } from './demo-cast';
import { handleColleaguesCar, register } from './demo-handling';
import { findTheWayOut, meetTheLimit, useAllSlots } from './demo-limits';
import { correction, disputeAndRevocation, payLate, studyAndFullScore } from './demo-office';
import { companyCar, walkIn } from './demo-desk';
import { tradePoints } from './demo-trading';
import { stackHome, type Home } from '../home/home';
import { isMoneyRight } from '../commands/money-check';
import { tokenOf } from '../client/sessions';
import type { StackFile } from '../home/stack-file';
import { Story } from './story';
import { Failure, say } from '../home/terminal';

const TITLE =
  "A driver handles a colleague's violation, meets the limit of three vehicles, and finds the way out; then a day at the office";

/** `./dev demo`. */
export async function demo(): Promise<void> {
  const home = stackHome();
  await withStack(home, async (stack) => {
    await tellStory(home, stack);
    if (!(await isMoneyRight(home))) throw new Failure('The money does not add up.');
  });
}

/** The order of the story is that of the description it comes from; the first answer that is not the expected one ends it. */
export async function tellStory(home: Home, stack: StackFile): Promise<void> {
  const story = new Story(home, stack.gatewayUrl, TITLE);
  const reviewer = story.caller('reviewer', await tokenOf(home, stack, 'reviewer'));
  const registrar = story.caller('registrar', await tokenOf(home, stack, 'registrar'));
  const officer = story.caller('officer', await tokenOf(home, stack, 'officer'));
  const cast = await castOf({ home, stack, story, registrar, reviewer });

  const scene = { story, cast, reviewer, registrar };
  const driver = await register(scene);
  await handleColleaguesCar(scene, driver);
  const openOrderId = await useAllSlots(scene, driver);
  await meetTheLimit(scene, driver, openOrderId);
  await findTheWayOut(scene, driver, openOrderId);

  const office = { ...scene, officer };
  await studyAndFullScore(office);
  await correction(office);
  await walkIn(office);
  await companyCar(office);
  await disputeAndRevocation(office);
  await tradePoints(office);
  await payLate(office);
  say(`\nEvery answer was the expected one. The calls and answers stand in ${home.storyFile}`);
}
