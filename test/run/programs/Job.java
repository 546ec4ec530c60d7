// One job by Java's HttpClient and HttpURLConnection, with the host's name in it. The argument is the file.
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

public class Job {
  static final String HOST = "https://api.epsonconnect.com/api/1/printing";
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  static String own(String name) {
    return System.getenv("EPSON_CONNECT_API_" + name);
  }

  static String member(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":\"([^\"]*)").matcher(json);
    found.find();
    return found.group(1);
  }

  static String post(String url, HttpRequest.BodyPublisher body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).headers(headers).POST(body).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  public static void main(String[] args) throws Exception {
    var basic = Base64.getEncoder().encodeToString((own("CLIENT_ID") + ":" + own("CLIENT_SECRET")).getBytes());
    var username = URLEncoder.encode(own("PRINTER_EMAIL"), StandardCharsets.UTF_8);
    var form = BodyPublishers.ofString("grant_type=password&username=" + username + "&password=");
    var auth = post(HOST + "/oauth2/auth/token?subject=printer", form, "Authorization", "Basic " + basic, "Content-Type", "application/x-www-form-urlencoded");
    var jobs = HOST + "/printers/" + member(auth, "subject_id") + "/jobs";
    var bearer = "Bearer " + member(auth, "access_token");
    var create = (HttpURLConnection) new URL(jobs).openConnection();
    create.setDoOutput(true);
    create.setRequestProperty("Authorization", bearer);
    create.setRequestProperty("Content-Type", "application/json");
    create.getOutputStream().write("{\"job_name\":\"by java\",\"print_mode\":\"document\"}".getBytes());
    var job = new String(create.getInputStream().readAllBytes());
    post(member(job, "upload_uri") + "&File=1.pdf", BodyPublishers.ofFile(Path.of(args[0])), "Content-Type", "application/octet-stream");
    System.out.print(post(jobs + "/" + member(job, "id") + "/print", BodyPublishers.noBody(), "Authorization", bearer));
  }
}
