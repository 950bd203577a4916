import type { Rule } from 'eslint';

export const specLiterals: Rule.RuleModule;
