import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { PeopleController } from './people.controller';
import { PEOPLE, PeopleStore } from './people.store';

/** Which verified person an account is. */
@Module({
  imports: [MongooseModule.forFeature([PEOPLE])],
  controllers: [PeopleController],
  providers: [PeopleStore],
  exports: [PeopleStore],
})
export class PeopleModule {}
