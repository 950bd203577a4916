import { Module } from '@nestjs/common';
import { Catalogue } from './catalogue';
import { CatalogueController } from './catalogue.controller';

/** What may be done wrong on the road, and what it costs. */
@Module({
  controllers: [CatalogueController],
  providers: [Catalogue],
  exports: [Catalogue],
})
export class CatalogueModule {}
