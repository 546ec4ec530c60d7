// Prints by the npm package epson-connect-js (axios), as its README shows.
import { Client } from 'epson-connect-js';

// Credentials and printer come from the package's own variables, EPSON_CONNECT_API_CLIENT_ID and so on.
const client = new Client('', '', '', 'https://api.epsonconnect.com');
await client.initialize();
const settings = {
  job_name: 'Invoice 17 – Müller',
  print_mode: 'document',
  print_setting: {
    media_size: 'ms_a4',
    media_type: 'mt_plainpaper',
    borderless: false,
    print_quality: 'normal',
    source: 'auto',
    color_mode: 'mono',
    copies: 2,
  },
};
const jobId = await client.printer.print(process.argv[2], settings);
console.log(`printed as job ${jobId}`);
