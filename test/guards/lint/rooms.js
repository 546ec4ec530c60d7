// The import law: which room of a package may import which. The lists below are the law; the rule
// `kit/rooms` reads them, and nothing else repeats them.

import { readFileSync } from 'node:fs';
import { posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * @typedef {object} House
 * @property {string} src where the rooms lie, from the root of the repository
 * @property {string[][]} floors rooms from the ground up: a room imports its own floor and those below, never above.
 *   A room is a folder or a file of that name; the longest name that fits decides.
 * @property {Record<string, string[]>} [only] rooms that may import these rooms and themselves, nothing else
 * @property {string[][]} [apart] rooms of one floor that must not import each other
 * @property {string[]} [platform] where given, only these rooms may import `node:` modules
 * @property {{ rooms: string[], modules: RegExp, except: string[] }} [without] modules these rooms must not know
 */

/** @type {House[]} */
const houses = [
  {
    src: 'sdk/src',
    floors: [
      ['generated'],
      ['errors'],
      ['http'],
      ['v1', 'v2/api', 'v2/operations'],
      ['auth'],
      ['upload'],
      ['print'],
      ['jobs', 'printer', 'destinations', 'notifications', 'plain-client'],
      ['options'],
      ['client', 'v2'],
      ['index'],
      ['many'],
      ['node', 'redis', 'settings', 'receive'],
      ['cli'],
      ['test'],
    ],
    only: { cli: ['index', 'node/index', 'many/index', 'settings/index', 'v2/index'] },
    apart: [
      ['v1', 'v2/api'],
      ['v1', 'v2/operations'],
      ['v1', 'v2'],
      ['client', 'v2'],
    ],
    platform: ['node', 'redis', 'cli'],
  },
  {
    src: 'mock-server/src',
    floors: [
      ['generated', 'package', 'text'],
      ['rules'],
      ['documents'],
      ['http'],
      ['epson/domain'],
      ['epson/requests'],
      ['epson/v1', 'epson/v2', 'epson/webhooks'],
      ['faults', 'journal', 'hooks', 'corrections'],
      ['control'],
      ['listen', 'persistence'],
      ['config'],
      ['host'],
      ['index'],
      ['cli'],
      ['test'],
    ],
    apart: [['epson/v1', 'epson/v2']],
    without: {
      rooms: ['epson/domain', 'documents', 'rules', 'text'],
      modules: /^(?:express|multer|(?:node:)?(?:http|https|http2|net|tls|crypto))(?:\/|$)/,
      except: ['epson/domain/clock', 'epson/domain/ids', 'epson/domain/pkce', 'documents'],
    },
  },
];

/**
 * The page of the mock is one room of its own: a browser runs it. Of the mock it may import these tables and types, which
 * know no Node; nothing imports the page.
 */
const page = {
  src: 'mock-server/ui/src',
  shared: ['generated', 'rules/documented', 'epson/domain/default-credentials', 'cli/curl-steps'].map(
    (file) => `mock-server/src/${file}`,
  ),
  /** The door of the mock, which its unit tests may import as well. */
  door: 'mock-server/src/index',
};

/** The packages of the workspace and the doors their package.json opens. */
const doors = new Map(
  ['sdk', 'mock-server'].map((folder) => {
    const { name, exports } = JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8'));
    return [name, { folder, open: Object.keys(exports).map((door) => posix.join(name, door)) }];
  }),
);

const inside = (folder, path) => path === folder || path.startsWith(`${folder}/`);
const withoutExtension = (path) => path.replace(/(\.test)?\.[cm]?[jt]sx?$/, '');
const fitsRoom = (path, room) => inside(room, withoutExtension(path));

/** The room a path (from the house's src) lies in and its floor; -1 where no list names it. */
function roomOf(house, path) {
  const names = house.floors.flat().filter((room) => fitsRoom(path, room));
  const room = names.sort((a, b) => b.length - a.length)[0] ?? path.split('/')[0];
  return { room, floor: house.floors.findIndex((rooms) => rooms.includes(room)) };
}

/** Returns the mistake in `from` importing the relative `to` (both from the repository's root), or undefined. */
function judgePath(from, to) {
  if (inside(page.src, from)) {
    const isAllowed = [page.src, ...page.shared].some((room) => fitsRoom(to, room));
    return isAllowed ? undefined : `the page imports of the mock only ${page.shared.join(', ')}, not ${to}`;
  }
  const house = houses.find(({ src }) => inside(src, from));
  if (house === undefined) {
    const entered = [...doors.values()].find(
      ({ folder }) => inside(folder, to) && !inside(folder, from) && !inside(`${folder}/examples`, to),
    );
    return entered && `${entered.folder} is used by its public doors, not by the path ${to}`;
  }
  if (!inside(house.src, to)) return `${house.src} imports nothing by a path outside itself`;
  const [source, target] = [from, to].map((path) => path.slice(house.src.length + 1));
  const [here, there] = [roomOf(house, source), roomOf(house, target)];
  if (here.room === there.room) return undefined;
  const allowed = house.only?.[here.room];
  if (allowed !== undefined && !allowed.includes(withoutExtension(target))) {
    return `${here.room} imports only itself and ${allowed.join(', ')}, not ${target}`;
  }
  if (house.apart?.some((rooms) => rooms.includes(here.room) && rooms.includes(there.room)))
    return `${here.room} and ${there.room} never import each other`;
  if (here.floor >= 0 && there.floor > here.floor)
    return `${here.room} is below ${there.room}: lower never imports higher`;
  return undefined;
}

/** Returns the mistake in `from` importing the package `name`, or undefined. */
function judgePackage(from, name) {
  if (inside(page.src, from) && name.startsWith('node:')) return `a browser has no ${name}`;
  const home = [...doors.values()].find(({ folder }) => inside(folder, from))?.folder;
  const owner = [...doors.entries()].find(([known]) => inside(known, name));
  if (owner !== undefined) {
    const [known, { folder, open }] = owner;
    if (home !== undefined && home !== folder) return `${home} and ${folder} never import each other`;
    if (!open.includes(name)) return `${known} has no public door ${name}`;
  }
  const house = houses.find(({ src }) => inside(src, from));
  if (house === undefined) return undefined;
  const path = from.slice(house.src.length + 1);
  if (name.startsWith('node:') && house.platform && !house.platform.includes(roomOf(house, path).room)) {
    return `only ${house.platform.join(', ')} of ${house.src} may import ${name}`;
  }
  const without = house.without;
  if (without?.rooms.includes(roomOf(house, path).room) && without.modules.test(name)) {
    const isExcepted = /crypto/.test(name) && without.except.some((room) => fitsRoom(path, room));
    if (!isExcepted) return `${roomOf(house, path).room} must not know ${name}`;
  }
  return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const rooms = {
  meta: { type: 'problem', schema: [], messages: { law: 'Import law: {{reason}}.' } },
  create(context) {
    const from = relative(root, context.filename).split(sep).join('/');
    const isUnitTest = /\.test\.ts$|\/src\/test\//.test(from);
    const house = houses.find(({ src }) => inside(src, from));

    function judge(source) {
      const name = source?.type === 'Literal' ? source.value : source?.literal?.value;
      if (typeof name !== 'string') return;
      const isPath = name.startsWith('.');
      // A unit test beside its module, and what it rests on, sees what it likes of its own package, and uses Node.
      const to = posix.join(posix.dirname(from), name);
      if (isUnitTest && house !== undefined && (isPath ? inside(house.src, to) : name.startsWith('node:')))
        return;
      if (
        isUnitTest &&
        inside(page.src, from) &&
        (isPath ? fitsRoom(to, page.door) : name.startsWith('node:'))
      )
        return;
      const reason = isPath ? judgePath(from, to) : judgePackage(from, name);
      if (reason !== undefined) context.report({ node: source, messageId: 'law', data: { reason } });
    }

    return {
      Program(node) {
        if (house === undefined || isUnitTest) return;
        const { room, floor } = roomOf(house, from.slice(house.src.length + 1));
        const reason = `${house.src} has no room ${room}; give it a floor in test/guards/lint/rooms.js`;
        if (floor < 0) context.report({ node, messageId: 'law', data: { reason } });
      },
      ImportDeclaration: (node) => judge(node.source),
      ExportNamedDeclaration: (node) => judge(node.source),
      ExportAllDeclaration: (node) => judge(node.source),
      ImportExpression: (node) => judge(node.source),
      TSImportType: (node) => judge(node.source ?? node.argument),
    };
  },
};
