import { Module } from '@nestjs/common';
import { Providers } from './providers';
import { SandboxProvider } from './sandbox.provider';

@Module({ providers: [Providers, SandboxProvider], exports: [Providers] })
export class ProvidersModule {}
