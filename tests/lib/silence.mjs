// A way to the database that can be made to swallow everything, as a network does that drops packets.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { folder } from './lanyard.mjs';

export class Silence {
  constructor() {
    this.place = folder('silence');
    this.sockets = new Set();
    this.silent = false;
  }

  // Stands where libpq looks for a server's socket: give PGHOST to whoever shall come this way.
  async open() {
    const port = process.env.PGPORT ?? '5432';
    const real = join(process.env.PGHOST, `.s.PGSQL.${port}`);
    this.server = createServer((client) => {
      const server = connect(real);
      for (const [from, to] of [[client, server], [server, client]]) {
        this.sockets.add(from);
        from.on('data', (bytes) => { if (!this.silent) to.write(bytes); });
        from.on('error', () => {});
        from.on('close', () => { this.sockets.delete(from); if (!this.silent) to.destroy(); });
      }
    });
    this.server.listen(join(this.place, `.s.PGSQL.${port}`));
    await once(this.server, 'listening');
    return this.place;
  }

  close() {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
