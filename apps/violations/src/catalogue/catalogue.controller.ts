import { ListCatalogue, type RequestType, type ViolationsReplies } from '@demerit/contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Catalogue } from './catalogue';

@Controller()
export class CatalogueController {
  constructor(private readonly catalogue: Catalogue) {}

  @MessagePattern<RequestType>('catalogue.list')
  list(@Payload() request: ListCatalogue): ViolationsReplies['catalogue.list'] {
    return this.catalogue.list(request);
  }
}
