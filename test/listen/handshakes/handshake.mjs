// Shakes hands under each name with a server of this machine; prints a line for each: "taken" or "refused: why".
import { readFileSync } from 'node:fs';
import { connect as connectPlain, isIP } from 'node:net';
import { connect } from 'node:tls';

const [caFile, port, ...names] = process.argv.slice(2);
const ca = readFileSync(caFile);
for (const name of names) {
  const plain = connectPlain({ port: Number(port), host: '127.0.0.1' });
  const servername = isIP(name) === 0 ? name : '';
  const socket = connect({ socket: plain, host: name, servername, ca });
  const verdict = await new Promise((resolve) => {
    socket.once('secureConnect', () => resolve('taken'));
    socket.once('error', ({ message }) => resolve(`refused: ${message}`));
  });
  socket.destroy();
  console.log(verdict);
}
