import { Injectable } from '@nestjs/common';
import { MOST_WEIGHT } from './pictures.rules';
import { Turns } from './turns';

/** The memory that all that is looked through or drawn takes together, pictures and PDFs: each alone would leave none for the other. */
@Injectable()
export class Room extends Turns {
  constructor() {
    super(MOST_WEIGHT);
  }
}
