import type { RegistryVehicle, RegistryViolation } from '@demerit/contracts';
import type { Api } from '../client/api';
import { Citizen, type Identity } from '../client/citizen';
import { cityRegisters, personNamed, STORY, type CityRegisters } from '../city/data/data';
import { readJson, writeJson } from '../home/files';
import type { Home } from '../home/home';
import {
  CODE_OF_POINTS,
  newCarOf,
  newcomer,
  newViolationOf,
  type Newcomer,
} from '../city/newcomers';
import { newDriverAt } from '../city/people';
import type { Seeded } from '../city/seed';
import { tokenOf } from '../client/sessions';
import { registerLicence, registerVehicle, registerViolation } from '../city/staff';
import type { StackFile } from '../home/stack-file';
import type { Story } from './story';

interface StoryCar {
  vehicle: RegistryVehicle;
  noticeNumber: string;
}

/** Who and what the story is about; all of it stands in the registers, only the driver has no account yet. */
export interface Cast {
  driver: Identity;
  colleague: Citizen;
  colleaguesCar: StoryCar;
  secondCar: StoryCar;
  thirdCar: StoryCar;
  fourthCar: StoryCar;
  /** The car of somebody else, asked for in vain. */
  anotherCar: RegistryVehicle;
}

interface Stage {
  home: Home;
  stack: StackFile;
  story: Story;
  registrar: Api;
  reviewer: Api;
}

/** The seeded cast, once; when it has played on this data, a cast of newcomers to whom nothing has happened yet. */
export async function castOf(stage: Stage): Promise<Cast> {
  const seeded = readJson(stage.home.seededFile) as Seeded | undefined;
  if (!seeded || seeded.storyPlayed) return newcomers(stage);
  writeJson(stage.home.seededFile, { ...seeded, storyPlayed: true } satisfies Seeded);
  return seededCast(stage, cityRegisters(seeded.seededOn));
}

async function seededCast({ home, stack, story }: Stage, registers: CityRegisters): Promise<Cast> {
  const vehicleOf = (plateNumber: string): RegistryVehicle => {
    const vehicle = registers.vehicles.find((candidate) => candidate.plateNumber === plateNumber);
    if (!vehicle) throw new Error(`vehicles.json has no ${plateNumber}`);
    return vehicle;
  };
  const carOf = ({
    plateNumber,
    noticeNumber,
  }: {
    plateNumber: string;
    noticeNumber: string;
  }): StoryCar => ({
    vehicle: vehicleOf(plateNumber),
    noticeNumber,
  });
  const [secondCar, thirdCar] = STORY.furtherCars.map(carOf);
  if (!secondCar || !thirdCar) throw new Error('story.json needs two further cars');
  const colleague = story.caller(STORY.colleague, await tokenOf(home, stack, STORY.colleague));
  const { body } = await colleague.get<{ accountId: string }>('/v1/me');
  return {
    driver: personNamed(STORY.driver),
    colleague: new Citizen(colleague, personNamed(STORY.colleague), body.accountId),
    colleaguesCar: carOf(STORY.colleagueCar),
    secondCar,
    thirdCar,
    fourthCar: carOf(STORY.fourthCar),
    anotherCar: vehicleOf(STORY.anotherColleaguesCar.plateNumber),
  };
}

async function newcomers({ story, registrar, reviewer }: Stage): Promise<Cast> {
  const [driver, colleague, another] = [newcomer(), newcomer(), newcomer()];
  for (const person of [driver, another]) await registerLicence(registrar, person.registry);
  const carOf = async (owner: Newcomer, code: string, daysAgo: number): Promise<StoryCar> => {
    const vehicle = newCarOf(owner);
    await registerVehicle(registrar, vehicle);
    const violation: RegistryViolation = newViolationOf(vehicle, { code, daysAgo });
    await registerViolation(registrar, violation);
    return { vehicle, noticeNumber: violation.noticeNumber };
  };
  const owner = await newDriverAt(story.caller('colleague'), { registrar, reviewer }, colleague);
  return {
    driver,
    colleague: owner,
    colleaguesCar: await carOf(colleague, CODE_OF_POINTS[3], 15),
    secondCar: await carOf(driver, CODE_OF_POINTS[1], 37),
    thirdCar: await carOf(driver, CODE_OF_POINTS[1], 24),
    fourthCar: await carOf(driver, CODE_OF_POINTS[1], 10),
    anotherCar: (await carOf(another, CODE_OF_POINTS[1], 19)).vehicle,
  };
}
