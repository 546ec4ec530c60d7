# Shakes hands under each name with a server of this machine; prints a line for each: "taken" or "refused: why".
require "ipaddr"
require "openssl"
require "socket"

ca_file, port, *names = ARGV
names.each do |name|
  context = OpenSSL::SSL::SSLContext.new
  context.set_params(ca_file: ca_file)
  socket = OpenSSL::SSL::SSLSocket.new(TCPSocket.new("127.0.0.1", port.to_i), context)
  socket.hostname = name unless name.match?(/\A[\d.]+\z|:/)
  begin
    socket.connect
    socket.post_connection_check(name)
    puts "taken"
  rescue OpenSSL::SSL::SSLError => error
    puts "refused: #{error.message}"
  end
end
