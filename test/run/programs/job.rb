# One job by Ruby's net/http, with the host's name in it. The argument is the file.
require 'json'
require 'net/http'

HOST = 'https://api.epsonconnect.com/api/1/printing'

def post(address, headers, body = '')
  uri = URI(address)
  Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.post(uri.request_uri, body, headers).body }
end

id, secret, printer = %w[CLIENT_ID CLIENT_SECRET PRINTER_EMAIL].map { |name| ENV.fetch("EPSON_CONNECT_API_#{name}") }
basic = { 'Authorization' => "Basic #{["#{id}:#{secret}"].pack('m0')}" }
form = URI.encode_www_form(grant_type: 'password', username: printer, password: '')
auth = JSON.parse(post("#{HOST}/oauth2/auth/token?subject=printer", basic.merge('Content-Type' => 'application/x-www-form-urlencoded'), form))
jobs = "#{HOST}/printers/#{auth['subject_id']}/jobs"
bearer = { 'Authorization' => "Bearer #{auth['access_token']}" }
job = JSON.parse(post(jobs, bearer.merge('Content-Type' => 'application/json'), JSON.generate(job_name: 'by net/http', print_mode: 'document')))
post("#{job['upload_uri']}&File=1.pdf", { 'Content-Type' => 'application/octet-stream' }, File.binread(ARGV[0]))
print post("#{jobs}/#{job['id']}/print", bearer)
