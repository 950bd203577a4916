import { IsInt, Max, Min } from 'class-validator';
import { all } from './all';

/** Whole fen, 0 … 1 000 000 yuan. */
export function IsFen(): PropertyDecorator {
  return all(IsInt(), Min(0), Max(100_000_000));
}
