import { ServiceConfig, Setting, textLike } from '@demerit/platform';

export class ViolationsConfig extends ServiceConfig {
  /** `AUTHORITY_NAME`: the authority that decides, as decisions name it; absent: in general words. */
  @Setting(
    textLike(
      /^[^\s\p{C}][^\p{C}]{0,98}[^\s\p{C}]$/u,
      '2–100 readable characters',
      'Hangzhou Traffic Police',
    ),
    {
      default: undefined,
    },
  )
  authorityName: string | undefined;
}
