// Prints with Go's net/http; the file is streamed. go run print.go FILE
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const api = "https://api.epsonconnect.com/api/1/printing"

func post(target string, status int, headers map[string]string, body io.Reader, size int64, answer any) {
	request, err := http.NewRequest("POST", target, body)
	stopOn(err)
	request.ContentLength = size
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	if strings.Contains(target, "/oauth2/") {
		request.SetBasicAuth(os.Getenv("EPSON_CONNECT_API_CLIENT_ID"), os.Getenv("EPSON_CONNECT_API_CLIENT_SECRET"))
	}
	response, err := http.DefaultClient.Do(request)
	stopOn(err)
	defer response.Body.Close()
	if response.StatusCode != status {
		stopOn(fmt.Errorf("%s: %s", target, response.Status))
	}
	if answer != nil {
		stopOn(json.NewDecoder(response.Body).Decode(answer))
	}
}

func stopOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	var auth struct{ Access_token, Subject_id string }
	form := url.Values{"grant_type": {"password"}, "username": {os.Getenv("EPSON_CONNECT_API_PRINTER_EMAIL")}, "password": {""}}.Encode()
	post(api+"/oauth2/auth/token?subject=printer", 200, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, strings.NewReader(form), int64(len(form)), &auth)
	bearer := map[string]string{"Authorization": "Bearer " + auth.Access_token, "Content-Type": "application/json"}
	jobs := api + "/printers/" + auth.Subject_id + "/jobs"

	order, err := json.Marshal(map[string]any{"job_name": "Invoice 17 – Müller", "print_mode": "document", "print_setting": map[string]any{
		"media_size": "ms_a4", "media_type": "mt_plainpaper", "borderless": false, "print_quality": "normal",
		"source": "auto", "color_mode": "mono", "copies": 2}})
	stopOn(err)
	var job struct{ Id, Upload_uri string }
	post(jobs, 201, bearer, strings.NewReader(string(order)), int64(len(order)), &job)

	file, err := os.Open(os.Args[1])
	stopOn(err)
	info, err := file.Stat()
	stopOn(err)
	post(job.Upload_uri+"&File=1.pdf", 200, map[string]string{"Content-Type": "application/octet-stream"}, file, info.Size(), nil)
	post(jobs+"/"+job.Id+"/print", 200, bearer, nil, 0, nil)
	fmt.Println("printed as job", job.Id)
}
