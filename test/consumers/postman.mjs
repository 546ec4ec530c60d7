// Imports a description into Postman, fills in what its user has to, and runs the four steps by newman.
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import newman from 'newman';
import converter from 'openapi-to-postmanv2';

const [description, document, baseUrl, clientId, clientSecret, printerEmail] = process.argv.slice(2);
const input = { type: 'string', data: readFileSync(description, 'utf8') };
const { result, reason, output } = await promisify(converter.convert)(input, { folderStrategy: 'Tags' });
if (!result) throw new Error(reason);
const [{ data: collection }] = output;

/** Scripts that store parts of each answer for the requests after it. */
const keep = {
  Authentication: ['bearerToken = access_token', 'device_id = subject_id'],
  'Print setting': ['job_id = id', 'upload_uri = upload_uri'],
  'Upload print file': [],
  'Execute print': [],
};
const bodies = {
  'Print setting': { mode: 'raw', raw: '{"job_name":"Postman","print_mode":"document"}' },
  // The importer writes the text "<binary>" where a file is taken.
  'Upload print file': { mode: 'file', file: { src: document } },
};
const values = {
  subject: 'printer',
  grant_type: 'password',
  username: printerEmail,
  password: '',
  device_id: '{{device_id}}',
  job_id: '{{job_id}}',
};

const requests = collection.item.flatMap(({ item = [] }) => item);
const steps = Object.entries(keep).map(([name, kept]) => {
  const step = requests.find((each) => each.name === name);
  const { url, body } = step.request;
  for (const field of [...url.query, ...url.variable, ...(body?.urlencoded ?? [])])
    field.value = values[field.key] ?? field.value;
  if (name in bodies) step.request.body = bodies[name];
  // Used as it comes, as the description says.
  if (name === 'Upload print file') step.request.url = '{{upload_uri}}&File=1.pdf';
  const exec = kept.map((line) => {
    const [variable, member] = line.split(' = ');
    return `pm.environment.set('${variable}', pm.response.json().${member});`;
  });
  exec.push(`pm.test('${name} succeeds', () => pm.expect(pm.response.code).to.be.oneOf([200, 201]));`);
  return { ...step, event: [{ listen: 'test', script: { exec } }] };
});

const environment = { baseUrl, basicAuthUsername: clientId, basicAuthPassword: clientSecret };
const { run } = await promisify(newman.run)({
  collection: { ...collection, item: steps },
  envVar: Object.entries(environment).map(([key, value]) => ({ key, value })),
  reporters: [],
  insecureFileRead: true,
});
for (const { error, source } of run.failures) console.error(`${source?.name}: ${error.message}`);
console.log(`${run.stats.requests.total} requests, ${run.failures.length} failed`);
