import type { Readable } from 'node:stream';
import { Controller, HttpCode, Post, Put, StreamableFile } from '@nestjs/common';
import { RouteConstraints } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Login } from '../http/logins/logins';
import { Roles } from '../http/requests/access';
import { LoggedIn } from '../http/requests/caller';
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
  async vehicles(@LoggedIn() login: Login, @Lines() lines: Readable) {
    return answer(await this.imports.run('vehicle.import', login, lines));
  }

  @Put('v1/registry/licences')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async licences(@LoggedIn() login: Login, @Lines() lines: Readable) {
    return answer(await this.imports.run('licence.import', login, lines));
  }

  @Put('v1/registry/study-certificates')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async certificates(@LoggedIn() login: Login, @Lines() lines: Readable) {
    return answer(await this.imports.run('certificate.import', login, lines));
  }

  @Put('v1/registry/opening-balances')
  @RouteConstraints(LINES)
  @Roles('registrar')
  async openings(@LoggedIn() login: Login, @Lines() lines: Readable) {
    return answer(await this.imports.run('opening-balance.import', login, lines));
  }

  @Post('v1/registry/violations')
  @HttpCode(200)
  @RouteConstraints(LINES)
  @Roles('registrar')
  async violations(@LoggedIn() login: Login, @Lines() lines: Readable) {
    return answer(await this.imports.run('violation.import', login, lines));
  }
}

function answer(json: Readable): StreamableFile {
  return new StreamableFile(json, { type: 'application/json; charset=utf-8' });
}
