// Gives the children of tests the marks of the run, also where a test gives them an environment of their own.

import { ChildProcess } from 'node:child_process';
import { marks } from './leftovers.mjs';

const { spawn } = ChildProcess.prototype;
const isMarking = Symbol.for('epson-connect-tests: children are marked');

if (spawn[isMarking] === undefined) {
  // Every way to start a child without waiting for it comes by this method.
  ChildProcess.prototype.spawn = Object.assign(
    function (options) {
      const given = new Set(options.envPairs);
      for (const [name, value] of marks()) given.add(`${name}=${value}`);
      return spawn.call(this, { ...options, envPairs: [...given] });
    },
    { [isMarking]: true },
  );
}
