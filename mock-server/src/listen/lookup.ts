import { lookup } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** Addresses that a name of another host must not stand for: this machine, and what only its own link knows. */
const OWN = new BlockList();
OWN.addSubnet('0.0.0.0', 8);
OWN.addSubnet('127.0.0.0', 8);
OWN.addSubnet('169.254.0.0', 16);
OWN.addAddress('::', 'ipv6');
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/** The addresses of a name without this machine's own: whoever owns a name may let it point anywhere. */
export const lookupElsewhere: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    const elsewhere = (found ?? []).filter(
      ({ address, family }) => !OWN.check(address, family === 6 ? 'ipv6' : 'ipv4'),
    );
    const [first] = elsewhere;
    if (error !== null) return done(error, '');
    if (first === undefined)
      return done(new Error(`${name} is an address of this machine itself; name it as such`), '');
    if (options.all === true) done(null, elsewhere);
    else done(null, first.address, first.family);
  });
};
