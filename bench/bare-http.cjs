'use strict';
// The limit of repeated requests: node:http that always sends the same body.
const { createServer } = require('node:http');
const body = Buffer.alloc(Number(process.env.BODY_BYTES), 'x');
createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}).listen(Number(process.env.PORT), '127.0.0.1');
