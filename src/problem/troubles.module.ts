import { Global, Module } from '@nestjs/common';
import { Troubles } from './troubles';

/** The one list of what cannot be used at present. */
@Global()
@Module({ providers: [Troubles], exports: [Troubles] })
export class TroublesModule {}
