import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { listFiles, readText } from './repository.js';

/** Returns the rooms that a section of CONTRIBUTING.md names in the first column of its table. */
function mapOf(section: string): string[] {
  const [, text = ''] =
    new RegExp(`^### \`${section}\`$([^]*?)(?=^##|$(?![^]))`, 'm').exec(readText('CONTRIBUTING.md')) ?? [];
  return [...text.matchAll(/^\| `([^`]+)\/` +\|/gm)].map(([, room = '']) => room);
}

/** Returns the folders of a folder that hold files, one level deep, or deeper where the map goes deeper. */
function roomsOf(folder: string, map: readonly string[]): string[] {
  const inside = listFiles()
    .filter((file) => file.startsWith(`${folder}/`))
    .map((file) => dirname(file.slice(folder.length + 1)))
    .filter((path) => path !== '.');
  const opened = new Set(map.filter((room) => room.includes('/')).map((room) => room.split('/')[0]));
  return [
    ...new Set(
      inside.map((path) =>
        path
          .split('/')
          .slice(0, opened.has(path.split('/')[0]) ? 2 : 1)
          .join('/'),
      ),
    ),
  ];
}

it.each(['mock-server/src', 'sdk/src', 'test'])(
  'the map of %s in CONTRIBUTING.md names every room, and no other',
  (folder) => {
    const map = mapOf(folder);
    expect(map.sort()).toEqual(roomsOf(folder, map).sort());
  },
);
