# Prints with Ruby's standard library; the file is streamed.
require 'json'
require 'net/http'

API = 'https://api.epsonconnect.com/api/1/printing'

def post(url, status, headers, auth: nil, form: nil, body: nil, file: nil)
  uri = URI(url)
  request = Net::HTTP::Post.new(uri, headers)
  request.basic_auth(*auth) if auth
  request.set_form_data(form) if form
  request.body = body if body
  request.body_stream, request.content_length = file, file.size if file
  answer = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https') { |http| http.request(request) }
  abort "#{answer.code} #{answer.body}" unless answer.code == status.to_s
  JSON.parse(answer.body) unless answer.body.to_s.empty?
end

auth = post("#{API}/oauth2/auth/token?subject=printer", 200, {},
            auth: ENV.values_at('EPSON_CONNECT_API_CLIENT_ID', 'EPSON_CONNECT_API_CLIENT_SECRET'),
            form: { grant_type: 'password', username: ENV['EPSON_CONNECT_API_PRINTER_EMAIL'], password: '' })
bearer = { 'Authorization' => "Bearer #{auth['access_token']}" }
jobs = "#{API}/printers/#{auth['subject_id']}/jobs"

order = { job_name: 'Invoice 17 – Müller', print_mode: 'document',
          print_setting: { media_size: 'ms_a4', media_type: 'mt_plainpaper', borderless: false,
                           print_quality: 'normal', source: 'auto', color_mode: 'mono', copies: 2 } }
job = post(jobs, 201, { **bearer, 'Content-Type' => 'application/json' }, body: JSON.generate(order))
File.open(ARGV[0], 'rb') do |file|
  post("#{job['upload_uri']}&File=1.pdf", 200, { 'Content-Type' => 'application/octet-stream' }, file: file)
end
post("#{jobs}/#{job['id']}/print", 200, bearer, body: '')
puts "printed as job #{job['id']}"
