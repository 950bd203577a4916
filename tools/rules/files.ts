import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files below the folders whose path matches, in the order of their names; `.` stands for the files of the top alone. */
export function filesBelow(folders: readonly string[], pattern: RegExp): string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    )
    .filter((path) => pattern.test(path))
    .toSorted();
}
