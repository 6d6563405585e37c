// The bakery's web server: a page with today's bread, and /health for whoever wants to know that it is up.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { total } from './total.js';

const port = Number(process.env.PORT ?? 4173);

const server = createServer(async (request, response) => {
  console.log(`${new Date().toLocaleTimeString()} ${request.method} ${request.url}`);
  if (request.url === '/health') {
    response.end('ok\n');
    return;
  }
  const breads = JSON.parse(await readFile(new URL('breads.json', import.meta.url), 'utf8'));
  const rows = breads.map(
    ({ name, price, left }) => `<tr><td>${name}<td>${price.toFixed(2)}<td>${left} left`,
  );
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    `<h1>Bakery</h1><table>${rows.join('')}</table><p>${total(breads).toFixed(2)} on the shelf</p>`,
  );
});

server.on('error', (error) => {
  console.error(`The server could not start: ${error.message}`);
  process.exitCode = 1;
});
server.listen(port, () => console.log(`Listening on http://localhost:${port}`));

process.on('SIGTERM', () => {
  console.log('Closing the shop…');
  server.close(() => console.log('Closed.'));
});
