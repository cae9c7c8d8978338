// Adds to a list of packages (CycloneDX) the scripts that are committed as files: the project's own packages are all that dotnet-CycloneDX sees.
//   node infra/third-party.cjs BOM
// Their versions are in the lock file of the tests, which compare the files with it.
'use strict';
const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const repository = join(__dirname, '..');
const folder = join(repository, 'src', 'Api', 'Dashboard', 'ThirdParty');
const { packages } = JSON.parse(readFileSync(join(repository, 'tests', 'Browser', 'package-lock.json'), 'utf8'));

function component(directory) {
  const name = directory.toLowerCase();
  const known = packages[`node_modules/${name}`];
  if (!known) {
    throw new Error(`'${directory}' of ${folder} is not in the lock file of tests/Browser`);
  }
  const purl = `pkg:npm/${name}@${known.version}`;
  return { type: 'library', 'bom-ref': purl, name, version: known.version, licenses: [{ license: { id: known.license } }], purl };
}

const path = process.argv[2];
const bom = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
const added = readdirSync(folder).map(component);
bom.components = [...(bom.components ?? []), ...added];
if (bom.dependencies) {
  const root = bom.dependencies.find((one) => one.ref === bom.metadata?.component?.['bom-ref']);
  root?.dependsOn?.push(...added.map((one) => one.purl));
  bom.dependencies.push(...added.map((one) => ({ ref: one.purl, dependsOn: [] })));
}
writeFileSync(path, `${JSON.stringify(bom, null, 2)}\n`);
