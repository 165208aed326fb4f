'use strict';
// The limit of the boot: the same Nest and Fastify, one route, nothing else.
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');

class Live {
  live() {
    return { status: 'ok' };
  }
}
Reflect.decorate([Get('live')], Live.prototype, 'live', Object.getOwnPropertyDescriptor(Live.prototype, 'live'));
const LiveController = Reflect.decorate([Controller()], Live);
class App {}
const AppModule = Reflect.decorate([Module({ controllers: [LiveController] })], App);

NestFactory.create(AppModule, new FastifyAdapter(), { logger: false }).then((app) =>
  app.listen(Number(process.env.PORT), '127.0.0.1'),
);
