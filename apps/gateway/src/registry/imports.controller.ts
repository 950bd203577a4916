import type { Readable } from 'node:stream';
import type { Caller } from '@demerit/contracts';
import { Controller, HttpCode, Post, Put, StreamableFile } from '@nestjs/common';
import { RouteConstraints } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { Roles } from '../http/requests/access';
import { Who } from '../http/requests/caller';
import { LINES, Lines } from '../http/requests/lines';
import { Imports } from './imports';

/** The registry's routes for many objects at once; in the API document they stand with those for a single one. */
@ApiExcludeController()
@Controller()
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Put('v1/registry/vehicles')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async vehicles(@Who() caller: Caller, @Lines() lines: Readable) {
    return answer(await this.imports.run('vehicle.import', caller, lines));
  }

  @Put('v1/registry/licences')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async licences(@Who() caller: Caller, @Lines() lines: Readable) {
    return answer(await this.imports.run('licence.import', caller, lines));
  }

  @Put('v1/registry/study-certificates')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async certificates(@Who() caller: Caller, @Lines() lines: Readable) {
    return answer(await this.imports.run('certificate.import', caller, lines));
  }

  @Put('v1/registry/opening-balances')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async openings(@Who() caller: Caller, @Lines() lines: Readable) {
    return answer(await this.imports.run('opening-balance.import', caller, lines));
  }

  @Post('v1/registry/violations')
  @HttpCode(200)
  @RouteConstraints(LINES)
  @Roles('registrar')
  async violations(@Who() caller: Caller, @Lines() lines: Readable) {
    return answer(await this.imports.run('violation.import', caller, lines));
  }
}

function answer(json: Readable): StreamableFile {
  return new StreamableFile(json, { type: 'application/json; charset=utf-8' });
}
