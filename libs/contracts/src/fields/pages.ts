import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { Query } from './commands';
import { Nested } from './nested';
import { IsOptional } from './optional';

/** `?limit=` 1–100 and `?cursor=`, as every list takes them. */
export class PageQuery {
  /** At most how many items: 1–100; left out, 20. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit?: number;
  /** `nextCursor` of the page before; left out, the first page. */
  @IsOptional() @IsString() @Length(1, 200) cursor?: string;
}

/** The caller asks for a list of their own. */
export class ListOfCaller extends Query {
  @Nested(() => PageQuery) page: PageQuery;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
